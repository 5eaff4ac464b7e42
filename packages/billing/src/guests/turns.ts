// One after the other: visitors of one app who come at the same moment would all wait for the same row of the database, each with a
// connection that others need.
import { AppError } from '@farebox/errors'

const WAITING_MOST = 200

export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()
  readonly #waiting = new Map<string, number>()

  /** Throws `busy` for whoever would wait behind too many. */
  async take<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const waiting = this.#waiting.get(name) ?? 0
    if (waiting >= WAITING_MOST) throw new AppError('busy')
    this.#waiting.set(name, waiting + 1)
    const mine = (this.#last.get(name) ?? Promise.resolve()).then(work)
    this.#last.set(
      name,
      mine.catch(() => undefined),
    )
    try {
      return await mine
    } finally {
      this.#leave(name)
    }
  }

  #leave(name: string): void {
    const left = (this.#waiting.get(name) ?? 1) - 1
    if (left > 0) this.#waiting.set(name, left)
    else for (const known of [this.#waiting, this.#last]) known.delete(name)
  }
}
