// Waits as long as a fault says.
import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceFault } from './service-tally.ts'

export async function slowDown(fault: ServiceFault | undefined): Promise<void> {
  if (fault?.slowMs) await wait(fault.slowMs)
}
