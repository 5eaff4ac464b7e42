// The sheet: what opens over an app's page when a person has to decide. Loaded when it is needed first.
import type { FundsAsked, Sheet } from '../browser/sheet.ts'
import { dollarsInWords, raisedLimit } from './dollars-in-words.ts'
import { openSheet } from './open-sheet.ts'
import { showBadge } from './show-badge.ts'

export const askToSignIn: Sheet['askToSignIn'] = ({ appName }, choose) =>
  openSheet({
    title: `Continue with Farebox`,
    says: `${appName} uses AI that you pay for yourself, from your own balance. You decide how much it may spend at most, and can stop it at any time.`,
    actions: [
      { label: 'Continue', act: () => choose(true) },
      { label: 'Not now', act: () => choose(false), isDismissal: true },
    ],
  })

export const askAfterClosed: Sheet['askAfterClosed'] = ({ appName }, choose) =>
  openSheet({
    title: 'Was the window closed?',
    says: `If it is still open, go on there. Otherwise you can sign in here and come back to ${appName}. Nothing was allowed, and nothing was charged.`,
    actions: [
      { label: 'Continue in this tab', act: () => choose(true) },
      { label: 'Not now', act: () => choose(false), isDismissal: true },
    ],
  })

export const askForFunds: Sheet['askForFunds'] = (asked, choose) => {
  const raise = { label: raiseLabel(asked), act: () => choose('raise') }
  const topUp = { label: 'Top up', act: () => choose('top_up') }
  const isLimit = asked.code === 'spending_limit_reached' || asked.code === 'call_limit_reached'
  openSheet({
    ...wordsOf(asked),
    actions: [...(isLimit ? [raise, topUp] : [topUp]), { label: 'Not now', act: () => choose('not_now'), isDismissal: true }],
  })
}

function wordsOf({ appName, code, limit }: FundsAsked): { title: string; says: string } {
  const dollars = dollarsInWords(limit)
  const amount = dollars ? ` (${dollars})` : ''
  const nothing = 'Nothing was charged for this call.'
  if (code === 'spending_limit_reached') return { title: `${appName} reached the limit you set${amount}.`, says: nothing }
  if (code === 'call_limit_reached')
    return { title: `This call could cost more than you allow ${appName} for one call${amount}.`, says: nothing }
  if (code === 'wallet_in_debt') return { title: 'Your wallet is below zero.', says: `Your next top-up repays it first. ${nothing}` }
  return { title: 'Your balance is used up.', says: `Top up your wallet to go on in ${appName}. ${nothing}` }
}

function raiseLabel({ limit }: FundsAsked): string {
  const raised = raisedLimit(limit)
  return raised ? `Raise to ${raised}` : 'Raise the limit'
}

export const askIfDone: Sheet['askIfDone'] = ({ appName, link }, choose) =>
  openSheet({
    title: link ? 'Open your wallet' : 'Go on in your wallet',
    says: link
      ? `Your wallet opens in another tab. When you are done there, come back to ${appName}.`
      : `Your wallet is open in another window. When you are done there, ${appName} goes on by itself.`,
    ...(link && { link: { label: 'Open your wallet', address: link } }),
    actions: [
      { label: 'I am done', act: () => choose(true), isQuiet: true },
      { label: 'Not now', act: () => choose(false), isDismissal: true },
    ],
  })

export const showTestMode: Sheet['showTestMode'] = (appName) => showBadge(`Test mode: ${appName} spends practice money only`)
