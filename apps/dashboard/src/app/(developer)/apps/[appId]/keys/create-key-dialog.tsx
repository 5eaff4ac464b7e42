'use client'
// Creating a key: who pays comes first. Afterwards the key, shown once, with calls that work as they stand.
import { Button, Dialog, DialogClose } from '@farebox/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { CreatedKey, type ShownKey } from './created-key'
import { KeyForm } from './key-form'

type CreateKeyDialogProps = { appId: string; mode: Mode; gatewayUrl: string; label?: string }

const FORM = 'new-key'

export function CreateKeyDialog({ appId, mode, gatewayUrl, label = 'Create key' }: CreateKeyDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [isSaving, setIsSaving] = useState(false)
  const [created, setCreated] = useState<ShownKey>()
  const open = (next: boolean) => {
    setIsOpen(next)
    // The secret leaves the page with the dialog.
    if (!next) setCreated(undefined)
  }
  const show = (key: ShownKey) => {
    setCreated(key)
    void cache.invalidateQueries({ queryKey: api.keys.list.queryKey({ appId, mode }) })
  }
  return (
    <Dialog
      isWide
      staysOnOutsidePress
      open={isOpen}
      onOpenChange={open}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          {label}
        </Button>
      }
      title={created ? 'Your new key' : mode === 'sandbox' ? 'Create a sandbox key' : 'Create a key'}
      description={
        created ? 'Copy it now. It is shown this once; we keep only its fingerprint.' : 'First: who pays for the calls made with it?'
      }
      footer={
        created ? (
          <DialogClose>
            <Button variant="primary">I have copied it</Button>
          </DialogClose>
        ) : (
          <>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form={FORM} variant="primary" isLoading={isSaving}>
              Create key
            </Button>
          </>
        )
      }
    >
      {created ? (
        <CreatedKey created={created} gatewayUrl={gatewayUrl} mode={mode} />
      ) : (
        <KeyForm id={FORM} appId={appId} mode={mode} onSaving={setIsSaving} onCreated={show} />
      )}
    </Dialog>
  )
}
