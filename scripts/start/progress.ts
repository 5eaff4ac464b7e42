// What a waiting person sees: one line per step, with the time since the command was typed.
const startedAt = Number.parseInt(process.env.FAREBOX_STARTED_AT ?? '', 10) || Date.now()

export const elapsedSeconds = () => (Date.now() - startedAt) / 1000

export function say(sentence: string): void {
  console.log(`${elapsedSeconds().toFixed(1).padStart(6)} s  ${sentence}`)
}

/** Says what begins, says again that it is still going on, and how long it took if that was long. */
export async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  say(`${title} …`)
  const began = Date.now()
  const heartbeat = setInterval(() => say('  still at it'), 10_000)
  try {
    const result = await work()
    const tookSeconds = (Date.now() - began) / 1000
    if (tookSeconds >= 1) say(`  done in ${tookSeconds.toFixed(1)} s`)
    return result
  } finally {
    clearInterval(heartbeat)
  }
}
