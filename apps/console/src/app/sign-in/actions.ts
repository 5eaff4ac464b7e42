'use server'
// What the buttons of the sign-in pages and of the confirmation do. Next takes a server action only from a page of the same origin.
import { AppError } from '@farebox/errors'
import type { SignInAction } from '@farebox/ui/sign-in'
import { attempted, signInSteps, textOf } from '@farebox/web/sign-in-steps'
import { redirect } from 'next/navigation'
import { currentOperator, sessions } from '../../server/session'
import { askForConfirmation, giveConfirmation, signIn } from '../../server/sign-in'

const steps = signInSteps(signIn)

export const askForMail: SignInAction = async (state, form) => steps.askForMail(state, form)
export const sendAgain: SignInAction = async (state, form) => steps.sendAgain(state, form)
export const giveCode: SignInAction = async (state, form) => steps.giveCode(state, form)
export const finishLink: SignInAction = async (state, form) => steps.finishLink(state, form)
export const enterDemo: SignInAction = async (state, form) => steps.enterDemo(state, form)

/** Sends a fresh code, before a deed that needs one. */
export const sendConfirmation: SignInAction = async () => {
  const step = await attempted(async () => {
    const operator = await currentOperator()
    if (!operator) throw new AppError('sign_in_required')
    await askForConfirmation(operator)
    return operator.email
  })
  return step.problem ?? { notice: `A code is on its way to ${step.done}.` }
}

/** Takes the fresh code. An answer without a problem means: confirmed. */
export const confirm: SignInAction = async (_state, form) => {
  const step = await attempted(() => giveConfirmation(textOf(form, 'code')))
  return step.problem ?? {}
}

export async function signOut(): Promise<void> {
  await sessions().end()
  redirect('/sign-in')
}
