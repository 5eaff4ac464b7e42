// Whether parameters are what a rule reads: asked before they are stored, with a payout of nothing.
import { AppError } from '@farebox/errors'
import { ZERO } from '@farebox/money'
import { rules } from './rules.ts'

const nobody = {
  ...{
    amountMicrocents: ZERO,
    earnedMicrocents: ZERO,
    insidersMicrocents: ZERO,
    sameCardMicrocents: ZERO,
    payersCount: 0,
    payers: [],
    earlier: [],
  },
  ...{ bankChangedAt: null, payments: 0, disputedPayments: 0, markupBps: 0, now: new Date(0) },
  ...{ serviceMicrocents: ZERO, isServiceTrusted: true },
}

export function checkParameters(name: string, parameters: unknown): void {
  try {
    rules[name]?.look(nobody, parameters)
  } catch (cause) {
    throw new AppError('invalid_request', { message: `The rule ${name} does not read these parameters.`, param: 'parameters', cause })
  }
}
