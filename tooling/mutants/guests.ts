// Mutants of guests: new visits that make new money.
import type { Mutant } from './mutant.ts'

export const guestMutants: Mutant[] = [
  {
    promise: 'S22',
    breaks: 'visitors are given more than the cap of the day',
    file: 'packages/billing/src/guests/start-guest.ts',
    find: 'guest_day.issued_microcents + excluded.issued_microcents <=',
    replace: 'guest_day.issued_microcents <=',
    test: 'apps/gateway/src/routes/guests.security.test.ts',
  },
]
