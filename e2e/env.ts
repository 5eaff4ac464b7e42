// The Farebox the browser tests visit: the one `npm test` started, or by hand the one of `npm start`.
import { readRunning } from '../scripts/start/running-file.ts'

export const running = readRunning(process.env.FAREBOX_RUNNING)
