// Unit and integration tests of the whole repository. They share one throw-away PostgreSQL; each file takes a database of its own.
import { defineConfig } from 'vitest/config'
import { applyMutant } from './tooling/mutants/apply-mutant.ts'

export default defineConfig({
  plugins: applyMutant(import.meta.dirname),
  test: {
    include: ['{packages,apps,tooling,scripts,e2e}/**/*.test.{ts,tsx}'],
    // The examples need a running Farebox: vitest.examples.config.ts.
    exclude: ['**/node_modules/**', '**/.next/**', '**/generated/**', 'e2e/examples/**'],
    globalSetup: ['scripts/test/database-for-tests.ts', 'scripts/start/build-browser-sdk.ts'],
    fsModuleCache: true,
    pool: 'forks',
    // Files of one worker share its modules: half of all time went into loading them anew for each. What a module remembers is bound to
    // the database or server it was given, and every file has its own.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
