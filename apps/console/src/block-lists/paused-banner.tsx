'use client'
// Says that a payer may not buy for now because it took so much back, and until when.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Banner, TimeStamp } from '@farebox/ui'
import { AllowAgain } from './allow-again'

export function PausedBanner({ payerId, until, role }: { payerId: string; until: Date | null; role: OperatorRole }) {
  if (!until) return null
  return (
    <Banner tone="caution" title="May not buy for now" action={roleMay(role, 'risk.list') ? <AllowAgain payerId={payerId} /> : undefined}>
      Too many purchases made here or with the same card were taken back whole within 30 days. It ends <TimeStamp at={until} />.
    </Banner>
  )
}
