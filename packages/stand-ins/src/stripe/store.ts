// Everything this Stripe remembers: in memory, and in one JSON file when a path is given, so that it survives a restart.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Stripe } from 'stripe'
import type { Delivery, StoredEvent } from './events/event-types.ts'
import type { SavedReply } from './idempotency.ts'

/** What a payment intent will be made with, once its session is paid. */
export type PaymentIntentData = {
  description?: string | undefined
  receipt_email?: string | undefined
  setup_future_usage?: 'off_session' | 'on_session' | undefined
  statement_descriptor_suffix?: string | undefined
  transfer_group?: string | undefined
  metadata?: Record<string, string> | undefined
}

const tables = () => ({
  sessions: new Map<string, Stripe.Checkout.Session>(),
  lineItems: new Map<string, Stripe.LineItem[]>(),
  paymentIntentData: new Map<string, PaymentIntentData>(),
  paymentIntents: new Map<string, Stripe.PaymentIntent>(),
  charges: new Map<string, Stripe.Charge>(),
  balanceTransactions: new Map<string, Stripe.BalanceTransaction>(),
  customers: new Map<string, Stripe.Customer>(),
  events: new Map<string, StoredEvent>(),
  deliveries: new Map<string, Delivery[]>(),
  savedReplies: new Map<string, SavedReply>(),
})

type Tables = ReturnType<typeof tables>
const saveAfterMs = 100

export class Store {
  tables: Tables = tables()
  /** Added to the real time: how tests and the demo move the days. */
  clockOffsetSeconds = 0
  #file: string | undefined
  #saving: NodeJS.Timeout | undefined

  constructor(file?: string) {
    this.#file = file
    if (file !== undefined) this.#load(file)
  }

  nowSeconds(): number {
    return Math.floor(Date.now() / 1000) + this.clockOffsetSeconds
  }

  /** Any object by its id, for expansion. */
  find(id: string): object | undefined {
    const { sessions, paymentIntents, charges, balanceTransactions, customers, events } = this.tables
    for (const table of [paymentIntents, charges, balanceTransactions, customers, sessions, events]) {
      const found = table.get(id)
      if (found) return found
    }
    return undefined
  }

  /** Call after a change. Writes are gathered: at most one each tenth of a second. */
  changed(): void {
    if (this.#file === undefined || this.#saving !== undefined) return
    this.#saving = setTimeout(() => this.flush(), saveAfterMs)
  }

  flush(): void {
    clearTimeout(this.#saving)
    this.#saving = undefined
    if (this.#file === undefined) return
    const saved = {
      clockOffsetSeconds: this.clockOffsetSeconds,
      ...Object.fromEntries(Object.entries(this.tables).map(([name, table]) => [name, [...table]])),
    }
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(`${this.#file}.new`, JSON.stringify(saved))
    renameSync(`${this.#file}.new`, this.#file)
  }

  reset(): void {
    this.tables = tables()
    this.clockOffsetSeconds = 0
    this.changed()
  }

  #load(file: string): void {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      return
    }
    const saved = JSON.parse(text)
    this.clockOffsetSeconds = saved.clockOffsetSeconds ?? 0
    for (const [name, table] of Object.entries(this.tables)) {
      for (const [id, object] of saved[name] ?? []) (table as Map<string, unknown>).set(id, object)
    }
  }
}
