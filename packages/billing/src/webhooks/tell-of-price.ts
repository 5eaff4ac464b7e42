// The event of a markup that changes, now or from an announced moment. It is the same in both modes, so both are told.
import { type DatabaseTransaction, publicId } from '@farebox/db'
import type { MarkupNow } from '../apps/markup-now.ts'
import { recordEvent } from './record-event.ts'

export async function tellOfPrice(
  transaction: DatabaseTransaction,
  { appId, markup, now }: { appId: string; markup: MarkupNow; now: Date },
): Promise<void> {
  const { markupBps, announced } = markup
  const data = {
    ...{ app_id: publicId('app', appId), markup_bps: announced?.markupBps ?? markupBps },
    starts_at: (announced?.at ?? now).toISOString(),
  }
  for (const mode of ['live', 'sandbox'] as const) {
    await recordEvent(transaction, { type: 'price.changed', mode, about: { appId }, objectId: publicId('app', appId), data, now })
  }
}
