// Opens what built-in services work with: the engines of this machine, and the way to each vendor.
import type { Mode } from '@farebox/db'
import { openPageReader, openSpeaker } from '@farebox/engines'
import { AppError } from '@farebox/errors'
import { providerOf, type ServiceModel, type ServiceTools, type VendorAccess } from './built-in-service.ts'

export type BuiltInServiceSettings = {
  /** The variables named by vendors, as this process was given them. */
  settings: Readonly<Record<string, string | undefined>>
  /** Where the models stand-in listens. */
  standInUrl: string | undefined
  /** False in production: there the stand-in answers sandbox keys only. */
  standInForLive: boolean
}

export type BuiltInServices = {
  toolsFor: (mode: Mode) => ServiceTools
  /** Undefined: not set up for these keys. */
  accessOf: (model: ServiceModel, mode: Mode) => VendorAccess | undefined
  end: () => Promise<void>
}

export function openBuiltInServices(given: BuiltInServiceSettings): BuiltInServices {
  const [speaker, pages] = [openSpeaker(), openPageReader()]
  const accessOf = (model: ServiceModel, mode: Mode) => accessTo(model, mode, given)
  return {
    accessOf,
    toolsFor: (mode) => ({
      speaker,
      pages,
      access(model) {
        const access = accessOf(model, mode)
        if (access) return access
        throw new AppError('model_not_found', {
          message: `${model.displayName} is known, but ${providerOf(model)} is not set up here.`,
          param: 'model',
        })
      },
    }),
    end: async () => {
      await Promise.all([speaker.end(), pages.end()])
    },
  }
}

/** Sandbox calls never reach a vendor: they would cost real money. */
function accessTo({ vendor }: ServiceModel, mode: Mode, given: BuiltInServiceSettings): VendorAccess | undefined {
  const { settings, standInUrl, standInForLive } = given
  if (vendor === 'embedded') return { settings: {}, standInUrl: undefined }
  const isSetUp = vendor.requires.every((name) => settings[name])
  if (mode === 'live' && isSetUp) return { settings, standInUrl: undefined }
  const mayStandIn = standInUrl !== undefined && (mode === 'sandbox' || standInForLive)
  return mayStandIn ? { settings: {}, standInUrl: standInUrl + vendor.standInPath } : undefined
}
