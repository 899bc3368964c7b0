import type { UserConfig } from './types.js';

/** Declares the configuration in `inspector.config.js`: gives editors the names and types of all options. */
export const defineConfig = (config: UserConfig): UserConfig => config;
