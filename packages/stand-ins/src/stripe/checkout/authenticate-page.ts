// The bank's page in between: 3-D Secure, with two ends.
import { type Html, html } from '../../web/html.ts'
import { pageFrame } from './page-frame.ts'
import { showAmount } from './show-amount.ts'
import { inGroups } from './test-cards.ts'

type Payment = { amountCents: number; currency: string; card: string; email: string }

export function authenticatePage({ amountCents, currency, card, email }: Payment): Html {
  const amount = showAmount(amountCents, currency)
  return pageFrame(
    'Confirm it is you',
    html`<main class="narrow">
<section class="panel" aria-labelledby="heading">
<h1 class="heading" id="heading">Your bank asks: is it you?</h1>
<p>A payment of <strong>${amount}</strong> with the test card ${inGroups(card)} needs your approval.</p>
<form method="post">
<input type="hidden" name="card" value="${card}">
<input type="hidden" name="email" value="${email}">
<button class="primary" type="submit" name="outcome" value="approve">Approve</button>
<button class="secondary" type="submit" name="outcome" value="fail">Fail</button>
</form>
</section>
</main>`,
  )
}
