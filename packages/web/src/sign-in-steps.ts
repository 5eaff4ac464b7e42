// What the buttons of the sign-in pages do, the same in every web app. Each app exports them as server actions of its own, since
// Next takes a server action only from a page of the same origin.
import type { BrowserSignIn } from '@farebox/auth/browser-sign-in'
import { newRequestId } from '@farebox/billing/trpc'
import { asAppError } from '@farebox/errors'
import type { SignInAction, SignInState } from '@farebox/ui/sign-in'
import { headers } from 'next/headers.js'
import { redirect } from 'next/navigation.js'
import { networkAddress } from './network-address.ts'

type Steps = Record<'askForMail' | 'sendAgain' | 'giveCode' | 'finishLink' | 'enterDemo', SignInAction>

export function signInSteps(signIn: () => BrowserSignIn): Steps {
  const here = async () => networkAddress(await headers())
  async function start(form: FormData): Promise<void> {
    const ip = await here()
    await signIn().start({ email: textOf(form, 'email'), returnTo: textOf(form, 'returnTo'), ip })
  }
  async function enter(step: () => Promise<string>): Promise<SignInState> {
    const entered = await attempted(step)
    if (entered.problem) return entered.problem
    redirect(entered.done)
  }
  return {
    async askForMail(_state, form) {
      const step = await attempted(() => start(form))
      if (step.problem) return { ...step.problem, typed: textOf(form, 'email') }
      redirect('/sign-in/code')
    },
    async sendAgain(_state, form) {
      const step = await attempted(() => start(form))
      return step.problem ?? { notice: 'Another mail is on its way. Use the code from the newest one.' }
    },
    giveCode: (_state, form) => enter(async () => signIn().finishByCode(textOf(form, 'code'), await here())),
    finishLink: (_state, form) => enter(async () => signIn().finishByLink(textOf(form, 'token'), await here())),
    enterDemo: (_state, form) => enter(() => signIn().enterDemo({ email: textOf(form, 'email'), returnTo: textOf(form, 'returnTo') })),
  }
}

type Attempted<Done> = { done: Done; problem?: undefined } | { problem: SignInState }

/** The one place where a failure of signing in becomes a sentence on the page. */
export async function attempted<Done>(step: () => Promise<Done>): Promise<Attempted<Done>> {
  try {
    return { done: await step() }
  } catch (thrown) {
    const failure = asAppError(thrown)
    const { message: problem, param } = failure
    if (failure.entry.status < 500) return { problem: { problem, ...(param && { param }) } }
    const requestId = newRequestId()
    console.error({ page: 'sign-in', requestId, code: failure.code, internal: failure.internal })
    return { problem: { problem, requestId } }
  }
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
