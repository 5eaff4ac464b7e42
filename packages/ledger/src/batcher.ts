// Natural batching: while a batch is under way, what arrives gathers into the next. No timer, no added latency when idle.

const BATCH_MAX = 64

type Waiting<Item, Answer> = { item: Item; resolve: (answer: Answer) => void; reject: (cause: unknown) => void }

/** Items carry a wallet, and are sent sorted by it; items of one wallet keep their order of arrival. */
export class Batcher<Item extends { walletId: string }, Answer> {
  readonly #send: (items: Item[]) => Promise<Answer[]>
  #waiting: Waiting<Item, Answer>[] = []
  #underWay = false

  /** `send` answers in the order of its items. */
  constructor(send: (items: Item[]) => Promise<Answer[]>) {
    this.#send = send
  }

  send(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#underWay) {
        this.#underWay = true
        setImmediate(() => void this.#run())
      }
    })
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_MAX).sort(byWallet)
      await this.#answer(batch)
    }
    this.#underWay = false
  }

  /** One bad item must not fail its neighbours: a batch that fails is sent again one by one. */
  async #answer(batch: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#send(batch.map(({ item }) => item))
      for (const [place, { resolve }] of batch.entries()) resolve(answers[place] as Answer)
    } catch (cause) {
      if (batch.length === 1) batch[0]?.reject(cause)
      else for (const single of batch) await this.#answer([single])
    }
  }
}

function byWallet(first: { item: { walletId: string } }, second: { item: { walletId: string } }): number {
  if (first.item.walletId === second.item.walletId) return 0
  return first.item.walletId < second.item.walletId ? -1 : 1
}
