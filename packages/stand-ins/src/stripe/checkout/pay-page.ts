// The hosted Checkout page: what is bought, who buys it, which test card pays.
import type { Stripe } from 'stripe'
import { type Html, html } from '../../web/html.ts'
import { pageFrame } from './page-frame.ts'
import { showAmount } from './show-amount.ts'
import { inGroups, offeredCards, payingCard, type TestCard } from './test-cards.ts'

type PayPage = {
  session: Stripe.Checkout.Session
  lineItems: readonly Stripe.LineItem[]
  /** The buyer's address when the shop knows it. */
  lockedEmail: string | null
  card?: string
  email?: string
  error?: string
  emailError?: string
}

export function payPage({ session, lineItems, lockedEmail, card = payingCard.number, email = '', error, emailError }: PayPage): Html {
  const currency = session.currency ?? 'usd'
  const amount = showAmount(session.amount_total ?? 0, currency)
  return pageFrame(
    `Pay ${amount}`,
    html`<main>
<section aria-label="Your order">
<h1>${lineItems.map(({ description }) => description ?? 'Item').join(', ')}</h1>
<p class="amount">${amount}</p>
<ul class="items">${lineItems.map((item) => line(item, currency))}</ul>
<p class="total"><span>Total due</span><span>${amount}</span></p>
</section>
<section class="panel" aria-label="Payment">
<h2>Pay with a test card</h2>
${error && html`<p class="error" role="alert">${error}</p>`}
<form method="post">
<label class="field" for="email">E-mail</label>
${emailField(lockedEmail, email, emailError)}
<fieldset>
<legend>Test card</legend>
${offeredCards.map((choice) => cardChoice(choice, choice.number === card))}
</fieldset>
<button class="primary" type="submit">Pay ${amount}</button>
${session.cancel_url && html`<a class="button secondary" href="${session.cancel_url}">Cancel</a>`}
</form>
<p class="hint">This page stands in for Stripe Checkout. With a real Stripe key, buyers see Stripe’s own page here.</p>
</section>
</main>`,
  )
}

function line({ description, quantity, amount_total }: Stripe.LineItem, currency: string): Html {
  const times = quantity !== null && quantity > 1 ? ` × ${quantity}` : ''
  return html`<li><span>${description}${times}</span><span>${showAmount(amount_total, currency)}</span></li>`
}

function emailField(locked: string | null, typed: string, error: string | undefined): Html {
  if (locked !== null) return html`<input id="email" type="email" name="email" value="${locked}" readonly>`
  return html`<input id="email" type="email" name="email" value="${typed}" autocomplete="email" required placeholder="you@example.com"${
    error && html` aria-invalid="true" aria-describedby="email-error"`
  }>${error && html`<p class="field-error" id="email-error">${error}</p>`}`
}

function cardChoice({ number, label }: TestCard, chosen: boolean): Html {
  return html`<label class="card"><input type="radio" name="card" value="${number}"${chosen && html` checked`}>
<span><span class="number">${inGroups(number)}</span><span class="effect">${label}</span></span></label>`
}
