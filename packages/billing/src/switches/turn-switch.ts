// Kill switches. Each is a row that the hold reads inside its decision: new calls are refused at once, and calls under way learn of it
// at their next heartbeat, within ten seconds. Nothing is remembered anywhere that would have to be told.
import { type Database, parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { findModel } from '@farebox/pricing'
import { recordDeed } from '../operators/record-deed.ts'

type Turn = { operator: { id: string }; isOn: boolean; reason: string; now: Date }

/** Off: nobody's call reaches this provider. Its other models are off with it. */
export async function turnProvider(database: Database, { name, isOn, ...by }: Turn & { name: string }): Promise<void> {
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.provider.updateMany({ where: { name }, data: { enabled: isOn } })
    if (count === 0) throw new AppError('not_found', { message: 'There is no provider with this name.' })
    await recordDeed(transaction, { ...by, action: isOn ? 'provider.turned_on' : 'provider.turned_off', subject: name, details: {} })
  })
}

/** Off: this model of its provider. Where it is one of several that a call names, the others still answer. */
export async function turnModel(database: Database, { model: name, isOn, ...by }: Turn & { model: string }): Promise<void> {
  const model = findModel(name)
  await database.$transaction(async (transaction) => {
    const provider = await transaction.provider.findUnique({ where: { name: model.provider } })
    if (!provider) throw new AppError('not_found', { message: 'The provider of this model is not set up here.' })
    const row = { model: model.id, providerId: provider.id }
    if (isOn) await transaction.modelSwitch.deleteMany({ where: row })
    else await transaction.modelSwitch.createMany({ data: { ...row, reason: by.reason, offSince: by.now }, skipDuplicates: true })
    const subject = `${model.provider}:${model.id}`
    await recordDeed(transaction, { ...by, action: isOn ? 'model.turned_on' : 'model.turned_off', subject, details: {} })
  })
}

/** Off: the app is suspended. Its users keep their balances, and its earnings stay where they are. */
export async function turnApp(database: Database, { appId, isOn, ...by }: Turn & { appId: string }): Promise<void> {
  const id = parsePublicId(appId, 'app')
  await database.$transaction(async (transaction) => {
    const app = id && (await transaction.app.findUnique({ where: { id } }))
    if (!app) throw new AppError('not_found', { message: 'There is no app with this id.' })
    await transaction.app.update({ where: { id: app.id }, data: { status: isOn ? 'live' : 'suspended' } })
    const subject = publicId('app', app.id)
    await recordDeed(transaction, { ...by, action: isOn ? 'app.resumed' : 'app.suspended', subject, details: { was: app.status } })
  })
}

/** Off: the wallet is frozen, and nothing can be spent from it. A wallet that its owner paused stays theirs to resume. */
export async function turnWallet(database: Database, { walletId, isOn, ...by }: Turn & { walletId: string }): Promise<void> {
  const id = parsePublicId(walletId, 'wallet')
  await database.$transaction(async (transaction) => {
    const wallet = id && (await transaction.wallet.findUnique({ where: { id } }))
    if (!wallet) throw new AppError('not_found', { message: 'There is no wallet with this id.' })
    const from = isOn ? (['frozen'] as const) : (['open', 'paused'] as const)
    const status = isOn ? 'open' : 'frozen'
    const { count } = await transaction.wallet.updateMany({ where: { id: wallet.id, status: { in: [...from] } }, data: { status } })
    if (count === 0) throw new AppError('switch_stands_already', { message: `This wallet is ${wallet.status}. Nothing was changed.` })
    const subject = publicId('wallet', wallet.id)
    await recordDeed(transaction, { ...by, action: isOn ? 'wallet.opened' : 'wallet.frozen', subject, details: { was: wallet.status } })
  })
}
