'use client'
// Creating a key: who pays comes first. Afterwards the key, shown once, with calls that work as they stand.
import { Button } from '@farebox/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { ShownOnceDialog } from '../shown-once-dialog'
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
    <ShownOnceDialog
      isOpen={isOpen}
      onOpenChange={open}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          {label}
        </Button>
      }
      asking={{
        title: mode === 'sandbox' ? 'Create a sandbox key' : 'Create a key',
        description: 'First: who pays for the calls made with it?',
        button: (
          <Button type="submit" form={FORM} variant="primary" isLoading={isSaving}>
            Create key
          </Button>
        ),
      }}
      showing={{ title: 'Your new key', description: 'Copy it now. It is shown this once; we keep only its fingerprint.' }}
      isShowing={created !== undefined}
    >
      {created ? (
        <CreatedKey created={created} gatewayUrl={gatewayUrl} mode={mode} />
      ) : (
        <KeyForm id={FORM} appId={appId} mode={mode} onSaving={setIsSaving} onCreated={show} />
      )}
    </ShownOnceDialog>
  )
}
