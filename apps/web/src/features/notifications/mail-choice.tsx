import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '../../api/errors.ts';
import { fetchPreferences, preferencesKey, storePreferences } from '../../api/preferences.ts';
import { Segments } from '../../ui/input.tsx';
import { Card } from '../../ui/panel.tsx';
import { notify } from '../../ui/toast.tsx';

const times = [
  { value: 'none', label: 'Never' },
  { value: 'immediate', label: 'At once' },
  { value: 'daily', label: 'Once a day' },
] as const;

/** Whether notifications come by mail as well. */
export function MailChoice() {
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: preferencesKey, queryFn: ({ signal }) => fetchPreferences(signal) });
  const { mutate } = useMutation({
    mutationFn: (mail: string) => storePreferences({ mail }),
    onMutate: (mail) => client.setQueryData(preferencesKey, { ...data, mail }),
    onError: (error) => notify('The choice was not kept', messageOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: preferencesKey }),
  });
  const { mail } = data ?? {};
  return (
    <Card title="By mail">
      <Segments
        name="mail"
        label="By mail"
        value={typeof mail === 'string' ? mail : 'none'}
        options={times}
        onChange={(value) => mutate(value)}
      />
    </Card>
  );
}
