'use server'
// What the buttons of the sign-in pages do. Next takes a server action only from a page of the same origin.
import type { SignInAction } from '@farebox/ui/sign-in'
import { signInSteps } from '@farebox/web/sign-in-steps'
import { redirect } from 'next/navigation'
import { sessions } from '../../server/session'
import { signIn } from '../../server/sign-in'

const steps = signInSteps(signIn)

export const askForMail: SignInAction = async (state, form) => steps.askForMail(state, form)
export const sendAgain: SignInAction = async (state, form) => steps.sendAgain(state, form)
export const giveCode: SignInAction = async (state, form) => steps.giveCode(state, form)
export const finishLink: SignInAction = async (state, form) => steps.finishLink(state, form)
export const enterDemo: SignInAction = async (state, form) => steps.enterDemo(state, form)

export async function signOut(): Promise<void> {
  await sessions().end()
  redirect('/sign-in')
}
