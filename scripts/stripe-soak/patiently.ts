// A person whose page failed presses again.

const TRIES_MAX = 8

export async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (cause) {
      if (tries === TRIES_MAX) throw cause
    }
  }
}
