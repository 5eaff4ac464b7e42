// A limit and what was spent of it, as people say it.
import type { Usage } from '../browser/types.ts'

export function spokenStanding({ limit, spent, period, balance }: Usage): string {
  const spending = limit === null ? `${dollars(spent)} spent` : `${dollars(spent)} of ${dollars(limit)}${period ? ` this ${period}` : ''}`
  return balance === 'ok' ? spending : `${spending}, balance ${balance}`
}

/** From a decimal string, so that no cent is lost; what is less than a cent is said to be. */
function dollars(amount: string): string {
  if (/^0*\.00\d*[1-9]/.test(amount)) return '<$0.01'
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', roundingMode: 'floor' }).format(amount as `${number}`)
}
