// Every rule by the name of its row in `risk_rule`. Which of them are asked, and how strictly, the rows say.
import { concentration } from './concentration.ts'
import { disputeRate } from './dispute-rate.ts'
import { firstPayout } from './first-payout.ts'
import { highMarkup } from './high-markup.ts'
import { jump } from './jump.ts'
import { newBankAccount } from './new-bank-account.ts'
import type { Rule } from './rule.ts'
import { sameCard } from './same-card.ts'
import { selfDealing } from './self-dealing.ts'
import { serviceRevenue } from './service-revenue.ts'

export const rules: Readonly<Record<string, Rule>> = {
  self_dealing: selfDealing,
  same_card: sameCard,
  concentration,
  jump,
  new_bank_account: newBankAccount,
  dispute_rate: disputeRate,
  first_payout: firstPayout,
  high_markup: highMarkup,
  service_revenue: serviceRevenue,
}
