// Browser tests: every journey at desktop size in light and at phone size in dark, against a Farebox that is already running. Size and
// theme come from different rules of the same tokens, so these two see what all four combinations would.
// `npm test` starts one for them (scripts/test.ts) and names it in FAREBOX_RUNNING; by hand they use the one of `npm start`.
import { defineConfig, devices, type Project } from '@playwright/test'
import { findBrowser } from './scripts/find-browser.ts'
import './scripts/start/localhost-names.mjs'

const executablePath = await findBrowser(process.env.CHROMIUM_PATH)
const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } }
const phone = devices['Pixel 7']

type Look = Project & { name: string }

const looks: Look[] = [
  { name: 'desktop light', use: { ...desktop, colorScheme: 'light' } },
  { name: 'phone dark', use: { ...phone, colorScheme: 'dark' } },
]
const overDays = '**/over-days'

/** What apps show is theirs; what the SDK does is the same in every look, so one is enough. */
const sdk: Look = { name: 'browser SDK', testDir: 'e2e/sdk', use: desktop }

/** Days pass for everybody, so these are alone, one after the other: each in the look of whoever it is about. */
const longWays: Look[] = [
  { name: 'over days, on a phone', testMatch: `${overDays}/developer-*`, use: { ...phone, colorScheme: 'dark' } },
  { name: 'over days, at a desk', testMatch: `${overDays}/operator-*`, use: { ...desktop, colorScheme: 'light' } },
]

function afterTheOthers(look: Look, place: number): Project {
  const before = longWays[place - 1]
  const dependencies = before ? [before.name] : [...looks, sdk].map(({ name }) => name)
  return { ...look, dependencies, workers: 1, fullyParallel: false }
}

export default defineConfig({
  testDir: 'e2e/journeys',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list'], ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['json'] as const] : [])],
  use: {
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
  projects: [...looks.map((look) => ({ ...look, testIgnore: `${overDays}/**` })), sdk, ...longWays.map(afterTheOthers)],
})
