'use client'
// Lets a payer buy again before the 30 days are over, although it took purchases back.
import { Button } from '@farebox/ui'
import { AddEntryDialog } from './add-entry-dialog'

export function AllowAgain({ payerId }: { payerId: string }) {
  return (
    <AddEntryDialog
      title="Let this payer buy again?"
      begin={{ list: 'allow', kind: 'payer', value: payerId }}
      trigger={
        <Button size="small" aria-label={`Allow ${payerId} again`}>
          Allow again
        </Button>
      }
    />
  )
}
