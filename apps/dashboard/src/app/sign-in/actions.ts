'use server'
// What the buttons of the sign-in pages do. Next takes a server action only from a page of the same origin.

import { newRequestId } from '@farebox/billing/trpc'
import { asAppError } from '@farebox/errors'
import type { SignInState } from '@farebox/ui/sign-in'
import type { Route } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { networkAddress } from '../../server/network-address'
import { sessions } from '../../server/session'
import { signIn } from '../../server/sign-in'

export async function askForMail(_state: SignInState, form: FormData): Promise<SignInState> {
  const step = await attempted(() => start(form))
  if (step.problem) return { ...step.problem, typed: text(form, 'email') }
  redirect('/sign-in/code')
}

export async function sendAgain(_state: SignInState, form: FormData): Promise<SignInState> {
  const step = await attempted(() => start(form))
  return step.problem ?? { notice: 'Another mail is on its way. Use the code from the newest one.' }
}

export async function giveCode(_state: SignInState, form: FormData): Promise<SignInState> {
  const step = await attempted(() => signIn().finishByCode(text(form, 'code')))
  if (step.problem) return step.problem
  redirect(step.done as Route)
}

export async function finishLink(_state: SignInState, form: FormData): Promise<SignInState> {
  const step = await attempted(() => signIn().finishByLink(text(form, 'token')))
  if (step.problem) return step.problem
  redirect(step.done as Route)
}

export async function enterDemo(_state: SignInState, form: FormData): Promise<SignInState> {
  const step = await attempted(() => signIn().enterDemo({ email: text(form, 'email'), returnTo: text(form, 'returnTo') }))
  if (step.problem) return step.problem
  redirect(step.done as Route)
}

export async function signOut(): Promise<void> {
  await sessions().end()
  redirect('/sign-in')
}

async function start(form: FormData): Promise<void> {
  const ip = networkAddress(await headers())
  await signIn().start({ email: text(form, 'email'), returnTo: text(form, 'returnTo'), ip })
}

type Attempted<Done> = { done: Done; problem?: undefined } | { problem: SignInState }

/** The one place where a failure of signing in becomes a sentence on the page. */
async function attempted<Done>(step: () => Promise<Done>): Promise<Attempted<Done>> {
  try {
    return { done: await step() }
  } catch (thrown) {
    const failure = asAppError(thrown)
    const { message: problem, param } = failure
    if (failure.entry.status < 500) return { problem: { problem, param } }
    const requestId = newRequestId()
    console.error({ page: 'sign-in', requestId, code: failure.code, internal: failure.internal })
    return { problem: { problem, requestId } }
  }
}

function text(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
