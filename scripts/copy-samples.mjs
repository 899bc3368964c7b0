#!/usr/bin/env node
// Puts the sample files of config/ into the package @inspector/core while it is packed, and takes them away afterwards:
// `node scripts/copy-samples.mjs [--remove]`. npm runs it before and after it packs core.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const samples = join(root, 'core/samples');

rmSync(samples, { recursive: true, force: true });
if (!process.argv.includes('--remove')) cpSync(join(root, 'config'), samples, { recursive: true });
