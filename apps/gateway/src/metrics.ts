// What operators watch: counted in memory, read on a port of its own.
import type { MeteringProxy } from '@farebox/billing/proxy'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export class Metrics {
  readonly registry = new Registry()
  readonly #replies = new Counter({
    name: 'farebox_replies_total',
    help: 'Replies, by path and status.',
    labelNames: ['path', 'status'],
    registers: [this.registry],
  })
  readonly #duration = new Histogram({
    name: 'farebox_reply_seconds',
    help: 'From the request’s first byte to the reply’s last.',
    labelNames: ['path'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300],
    registers: [this.registry],
  })

  constructor({ heartbeat, settlements }: Pick<MeteringProxy, 'heartbeat' | 'settlements'>) {
    collectDefaultMetrics({ register: this.registry })
    const registers = [this.registry]
    new Gauge({
      name: 'farebox_calls_under_way',
      help: 'Metered calls whose hold this process keeps.',
      registers,
      collect() {
        this.set(heartbeat.size)
      },
    })
    new Gauge({
      name: 'farebox_settlements_pending',
      help: 'Settlements not yet booked.',
      registers,
      collect() {
        this.set(settlements.size)
      },
    })
  }

  reply(path: string, status: number, seconds: number): void {
    this.#replies.inc({ path, status })
    this.#duration.observe({ path }, seconds)
  }
}
