// Browser tests: each journey once, against a Farebox that is already running. Who walks it says in which look they do, and every page
// that a journey examines is examined in the other look too (e2e/world.ts). `npm test` starts a Farebox for them (scripts/test.ts) and
// names it in FAREBOX_RUNNING; by hand they use the one of `npm start`.
import { defineConfig } from '@playwright/test'
import { desk } from './e2e/looks.ts'
import { findBrowser } from './scripts/find-browser.ts'
import './scripts/start/localhost-names.mjs'

const executablePath = await findBrowser(process.env.CHROMIUM_PATH)
const overDays = '**/over-days/**'

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list'], ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['json'] as const] : [])],
  use: {
    ...desk,
    // Without pictures: taking them costs every test, also those that pass.
    trace: { mode: 'retain-on-failure', screenshots: false },
    // Pages are looked at as they are, not on their way there.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Nothing leaves this machine, not even the browser's own look-ups.
      args: ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE *.localhost , EXCLUDE 127.0.0.1'],
    },
  },
  projects: [
    { name: 'journeys', testDir: 'e2e/journeys', testIgnore: overDays },
    { name: 'browser SDK', testDir: 'e2e/sdk' },
    // Days pass for everybody, so these are alone, one after the other.
    { name: 'over days', testMatch: overDays, dependencies: ['journeys', 'browser SDK'], workers: 1, fullyParallel: false },
  ],
})
