// A call that was refused for money: the sheet asks, and the wallet, where alone a limit is raised, tells when it is done.
import type { ErrorBody } from '../errors.ts'
import type { ClientFacts } from './client-facts.ts'
import { hearWallet, openPopup } from './popup.ts'
import { newState } from './proof.ts'
import type { LoadSheet } from './sheet.ts'

export type Funds = {
  /** True: something was done about it, and the call is worth trying again. */
  offer: (refusal: ErrorBody) => Promise<boolean>
  /** Call it in a click. True: they paid. */
  topUp: () => Promise<boolean>
}

type FundsDesk = { facts: () => Promise<ClientFacts>; loadSheet: LoadSheet }

type WalletPage = { page: 'limit' | 'top-up'; about: Record<string, string> }

type WalletAnswer = { state: string; isDone: boolean }

const offered = ['spending_limit_reached', 'call_limit_reached', 'wallet_empty', 'wallet_in_debt']

export function createFunds(desk: FundsDesk): Funds {
  let asking: Promise<boolean> | undefined
  // Who said "not now" is not asked again by every call that follows, until they do something on the page.
  let isDeclined = false
  const forgive = () => {
    isDeclined = false
    for (const name of ['pointerdown', 'keydown']) removeEventListener(name, forgive, true)
  }

  return {
    async offer({ code, metadata }) {
      if (!offered.includes(code) || isDeclined) return false
      asking ??= ask(desk, code, metadata?.limit).finally(() => {
        asking = undefined
      })
      const isWorthIt = await asking
      if (isWorthIt || isDeclined) return isWorthIt
      isDeclined = true
      for (const name of ['pointerdown', 'keydown']) addEventListener(name, forgive, true)
      return false
    },
    topUp: () => throughWallet({ page: 'top-up', about: {} }, desk, openPopup()),
  }
}

async function ask(desk: FundsDesk, code: string, limit: unknown): Promise<boolean> {
  const [sheet, { appName }] = await Promise.all([desk.loadSheet(), desk.facts()])
  return new Promise((resolve, reject) => {
    sheet.askForFunds({ appName, code, limit: typeof limit === 'string' ? limit : undefined }, (choice) => {
      if (choice === 'not_now') return resolve(false)
      // In the click itself: later, no browser would open it.
      const page = choice === 'top_up' ? 'top-up' : 'limit'
      const about: Record<string, string> = code === 'call_limit_reached' ? { about: 'call' } : {}
      throughWallet({ page, about }, desk, openPopup()).then(resolve, reject)
    })
  })
}

/** The wallet's page for this app, in a window of its own. Without one, a link that the person follows. */
async function throughWallet({ page, about }: WalletPage, { facts, loadSheet }: FundsDesk, popup: Window | null): Promise<boolean> {
  const [sheet, { issuer, clientId, appName }] = await Promise.all([loadSheet(), facts()])
  const state = newState()
  const address = `${issuer}/connect/${page}?${new URLSearchParams({ client_id: clientId, origin: location.origin, state, ...about })}`
  if (popup?.closed === false) popup.location.replace(address)
  return new Promise((resolve) => {
    const done = (isDone: boolean) => {
      stop()
      close()
      popup?.close()
      resolve(isDone)
    }
    const isOurs = (answer: WalletAnswer) => answer.state === state
    const stop = hearWallet<WalletAnswer>({ origin: issuer, kind: 'funds', isOurs }, ({ isDone }) => done(isDone))
    const close = sheet.askIfDone({ appName, link: popup ? undefined : address }, done)
  })
}
