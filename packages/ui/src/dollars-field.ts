// An amount as people type it into a field of dollars: `5.00`.
import { formatBalance, type Microcents } from '@farebox/money'

export const dollarsField = (amount: Microcents) => formatBalance(amount).replace('$', '').replaceAll(',', '')
