// Where anybody may pay into a wallet that nobody has claimed: what a refused call links to, so it must load nothing of Stripe's.
import { publicId } from '@farebox/db'

export const unclaimedTopupPage = (walletUrl: string, walletId: string) => `${walletUrl}/top-up/for/${publicId('wallet', walletId)}`
