// The examples, and the snippets of the guides: run as their readers would, against the Farebox named in FAREBOX_RUNNING
// (`npm test` starts one), by hand against that of `npm start`: vitest run --config vitest.examples.config.ts
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['e2e/examples/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
})
