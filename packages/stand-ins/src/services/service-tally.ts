// What the services of other vendors counted and would bill, and the trouble a test ordered for them.

export type ServiceName = 'polly' | 'textract' | 'openai-speech' | 'deepl'

export type ServiceFault = {
  service: ServiceName
  /** The reply's status. Absent: the call succeeds, but slowly. */
  status?: number
  slowMs?: number
  /** Calls before the fault comes; then it comes once. */
  after?: number
}

type Sums = { requests: number; refused: number; units: number; costMicrocents: bigint }

export class ServiceTally {
  #sums = new Map<ServiceName, Sums>()
  #faults: ServiceFault[] = []

  served(service: ServiceName, units: number, microcentsPerUnit: bigint): void {
    const sums = this.#of(service)
    sums.requests += 1
    sums.units += units
    sums.costMicrocents += BigInt(units) * microcentsPerUnit
  }

  refused(service: ServiceName): void {
    const sums = this.#of(service)
    sums.requests += 1
    sums.refused += 1
  }

  order(fault: ServiceFault): void {
    this.#faults.push({ ...fault })
  }

  /** The fault that this call meets, if any. */
  take(service: ServiceName): ServiceFault | undefined {
    const at = this.#faults.findIndex((fault) => fault.service === service)
    const fault = this.#faults[at]
    if (!fault) return undefined
    if (fault.after) {
      fault.after -= 1
      return undefined
    }
    this.#faults.splice(at, 1)
    return fault
  }

  /** Amounts as strings: a number would lose digits. */
  totals(): Partial<Record<ServiceName, { requests: number; refused: number; units: number; costMicrocents: string }>> {
    return Object.fromEntries([...this.#sums].map(([name, sums]) => [name, { ...sums, costMicrocents: sums.costMicrocents.toString() }]))
  }

  reset(): void {
    this.#sums.clear()
    this.#faults = []
  }

  #of(service: ServiceName): Sums {
    const known = this.#sums.get(service)
    if (known) return known
    const sums = { requests: 0, refused: 0, units: 0, costMicrocents: 0n }
    this.#sums.set(service, sums)
    return sums
  }
}
