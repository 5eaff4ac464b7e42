// A session that can no longer be paid: done, expired, or never there.
import { type Html, html } from '../../web/html.ts'
import { pageFrame } from './page-frame.ts'

const words = {
  complete: { title: 'This payment is complete', text: 'You have paid. Nothing more is due.', link: 'Continue' },
  expired: { title: 'This page has expired', text: 'Nothing was charged. Go back and start again to pay.', link: 'Go back' },
  unknown: { title: 'There is no such payment', text: 'The address may be incomplete, or the stand-in has been reset.', link: 'Go back' },
} as const

export function closedPage(why: keyof typeof words, address: string | null): Html {
  const { title, text, link } = words[why]
  return pageFrame(
    title,
    html`<main class="narrow"><section class="panel"><h1 class="heading">${title}</h1><p>${text}</p>${
      address && html`<a class="button primary" href="${address}">${link}</a>`
    }</section></main>`,
  )
}
