// What a person decided, as the plain form of `ConsentForm` sends it.
import type { ConsentChoice } from '@farebox/billing/consent'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { currentPerson } from '../server/session'

const text = z.string().max(64)
const decisionForm = z.object({
  decision: z.enum(['allow', 'allow_and_top_up', 'deny']),
  account: text,
  markupBps: z.coerce.number().int(),
  limit: text.default(''),
  otherLimit: text.default(''),
  period: z.enum(['day', 'week', 'month']).default('month'),
  callLimit: text.default(''),
  expiresInDays: z.enum(['', '1', '30', '365']).default(''),
  models: z.array(text).max(200).default([]),
})

export type DecisionForm = z.infer<typeof decisionForm>

export async function readDecision(request: Request): Promise<DecisionForm> {
  const fields = await request.formData()
  return decisionForm.parse({ ...Object.fromEntries(fields), models: fields.getAll('models') })
}

export function choiceOf({ limit, otherLimit, period, callLimit, expiresInDays, models }: DecisionForm): ConsentChoice {
  const days = expiresInDays === '' ? null : Number(expiresInDays)
  return { limit: limit === 'other' ? otherLimit : limit, period, callLimit, models, expiresInDays: days }
}

/** Whoever is signed in now must be whom the page named. */
export async function personOfForm({ account }: Pick<DecisionForm, 'account'>) {
  const person = await currentPerson()
  if (person?.userId !== account)
    throw new AppError('consent_changed', { message: 'You are signed in as somebody else now. Look again before you decide.' })
  return person
}
