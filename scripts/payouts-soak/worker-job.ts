// A job as the worker runs it: one that throws is tried again, and whatever it had done by then must not be done twice.
import { count, type SoakWorld } from './soak-world.ts'

const TRIES_MAX = 4

/** Undefined where it never succeeded: that is a surprise, and the day goes on. */
export async function workerJob<Answer>(world: SoakWorld, name: string, work: () => Promise<Answer>): Promise<Answer | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (cause) {
      count(world, `job tried again: ${name}`)
      if (attempt < TRIES_MAX) continue
      world.surprises.push(`The job “${name}” failed ${TRIES_MAX} times: ${cause instanceof Error ? cause.message : cause}`)
      return undefined
    }
  }
}
