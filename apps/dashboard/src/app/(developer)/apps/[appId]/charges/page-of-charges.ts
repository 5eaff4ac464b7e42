// The question the list asks, the same on the server and in the browser, so that one finds the other's answer.
import type { Mode } from '../../../../../place/mode'
import type { ChargeFilters } from './charge-filters'

type Filters = Pick<ChargeFilters, 'user' | 'model' | 'id' | 'after'>

export function pageOfCharges({ appId, mode }: { appId: string; mode: Mode }, { user, model, id, after }: Filters) {
  return {
    appId,
    mode,
    limit: 50,
    ...(user && { externalUserId: user }),
    ...(model && { model }),
    ...(id && { id }),
    ...(after && { after }),
  }
}
