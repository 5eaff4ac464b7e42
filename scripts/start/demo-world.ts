// The small world that a start finds or makes: `prisma/seed.ts` furnishes it, and its keys are kept, because the database has
// only their hashes.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Addresses } from './addresses.ts'
import { writePrivateFile } from './private-file.ts'
import { type Demo, demo } from './running-file.ts'
import type { Environment } from './settings.ts'

export type WorldToFurnish = {
  databaseUrl: string
  addresses: Addresses
  /** Every setting that the apps were started with, by its variable's name. */
  environment: Environment
  /** What furnishing this database gave the last time; its keys stay valid as long as the database knows them. */
  kept: Demo | undefined
}

/** What `prisma/seed.ts` exports as `seed`: run at every start, so it is quick and changes nothing when all is there. */
export type Seed = (world: WorldToFurnish) => Promise<Demo>

/** What every Farebox sells: prices, providers and packages. Before the apps start, since calls are priced from it. */
export async function writeCatalogue(databaseUrl: string): Promise<void> {
  const catalogue: { writeCatalogue: typeof writeCatalogue } = await import('../../prisma/seed.ts')
  await catalogue.writeCatalogue(databaseUrl)
}

export async function furnishDemoWorld(world: Omit<WorldToFurnish, 'kept'>, keptIn: string): Promise<Demo> {
  const file = path.join(keptIn, 'demo.json')
  const kept = existsSync(file) ? demo.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data : undefined
  // Loaded only now: on a first start, the database client it imports has just been generated.
  const { seed }: { seed: Seed } = await import('../../prisma/seed.ts')
  const furnished = demo.parse(await seed({ ...world, kept }))
  writePrivateFile(file, JSON.stringify(furnished, null, 2))
  return furnished
}
