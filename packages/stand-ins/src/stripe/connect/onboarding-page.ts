// The hosted onboarding page: who is paid, and to which bank account.

import { type Html, html } from '../../web/html.ts'
import { pageFrame } from '../checkout/page-frame.ts'
import type { StoredAccountLink } from '../resources/account-links.ts'
import { practiceAccountNumber, practiceRoutingNumber } from './bank-accounts.ts'
import type { StoredAccount } from './recipient.ts'

export type Answers = { givenName: string; familyName: string; country: string; routingNumber: string; accountNumber: string }
export type Wrong = Partial<Record<keyof Answers, string>>

type Page = { link: StoredAccountLink; stored: StoredAccount; bankLastFour: string | null; answers?: Answers; wrong?: Wrong }

const countries = { US: 'United States', GB: 'United Kingdom', DE: 'Germany', CH: 'Switzerland', CA: 'Canada', CU: 'Cuba (not supported)' }
const ribbon = 'Stand-in for Stripe’s onboarding: a practice page. Nobody is checked and no money moves.'

export function onboardingPage({ link, stored, bankLastFour, answers, wrong = {} }: Page): Html {
  const given = answers ?? {
    givenName: stored.givenName ?? '',
    familyName: stored.familyName ?? '',
    country: stored.country ?? 'US',
    routingNumber: practiceRoutingNumber,
    accountNumber: '',
  }
  const field = (name: keyof Answers, label: string, autocomplete: string) =>
    textField({ name, label, autocomplete, value: given[name], error: wrong[name] })
  return pageFrame(
    'Get paid',
    html`<main class="narrow">
<section class="panel" aria-label="Get paid">
<h1 class="heading">Where should your earnings go?</h1>
${Object.keys(wrong).length > 0 && html`<p class="error" role="alert">Something is missing. See below.</p>`}
<form method="post">
${field('givenName', 'First name', 'given-name')}
${field('familyName', 'Last name', 'family-name')}
<fieldset><label class="field" for="country">Country</label>
<select id="country" name="country">${Object.entries(countries).map(
      ([code, name]) => html`<option value="${code}"${code === given.country && html` selected`}>${name}</option>`,
    )}</select></fieldset>
${field('routingNumber', 'Routing number', 'off')}
${field('accountNumber', 'Account number', 'off')}
<p class="hint">${
      bankLastFour === null
        ? html`${practiceAccountNumber} works. With 000111111116 payouts fail.`
        : html`Leave it empty to keep the account ending in ${bankLastFour}. ${practiceAccountNumber} works; with 000111111116 payouts fail.`
    }</p>
<fieldset><label class="card"><input type="checkbox" name="isVerifiedLater" value="yes"><span>Practise that Stripe checks it first</span></label></fieldset>
<button class="primary" type="submit">Agree and submit</button>
<a class="button secondary" href="${link.returnUrl}">Finish later</a>
</form>
<p class="hint">With a real Stripe key, developers see Stripe’s own pages here.</p>
</section>
</main>`,
    ribbon,
  )
}

type Field = { name: string; label: string; autocomplete: string; value: string; error: string | undefined }

function textField({ name, label, autocomplete, value, error }: Field): Html {
  return html`<fieldset><label class="field" for="${name}">${label}</label>
<input id="${name}" type="text" name="${name}" value="${value}" autocomplete="${autocomplete}"${
    error && html` aria-invalid="true" aria-describedby="${name}-error"`
  }>${error && html`<p class="field-error" id="${name}-error">${error}</p>`}</fieldset>`
}
