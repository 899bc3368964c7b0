export { BLOCK, isArchive, paddedSize, writeHeader } from './header.js';
export { readAt, readMember, scanTar, type TarMember, type TarScan } from './scan.js';
