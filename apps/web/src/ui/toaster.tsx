import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from './button.tsx';
import { takeNotices } from './toast.tsx';
import css from './toast.module.css';

const manager = Toast.createToastManager();

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={css.toast ?? ''} data-notice="">
      <Toast.Content className={css.content ?? ''}>
        <div>
          <Toast.Title className={css.title ?? ''} render={<p />} />
          <Toast.Description className={css.text ?? ''} />
        </div>
        <Toast.Close
          render={
            <IconButton label="Dismiss" tiny>
              <X size={13} />
            </IconButton>
          }
        />
      </Toast.Content>
    </Toast.Root>
  ));
}

/** Shows notices, and keeps each for six seconds. */
export function Toaster() {
  useEffect(() => takeNotices((notice) => manager.add({ ...notice, timeout: 6000 })), []);
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className={css.viewport ?? ''}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
