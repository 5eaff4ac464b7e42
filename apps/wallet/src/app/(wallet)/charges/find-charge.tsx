// Looking for one charge, by the id an app showed or by its own. A plain form: the address is the search.
import { Button, TextField } from '@farebox/ui'
import Form from 'next/form'

export function FindCharge({ id }: { id: string }) {
  return (
    <search>
      <Form action="/charges" className="flex items-end gap-3">
        <div className="grow">
          <TextField
            label="Request or charge id"
            name="id"
            defaultValue={id}
            placeholder="req_… or ch_…"
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        <Button type="submit">Find</Button>
      </Form>
    </search>
  )
}
