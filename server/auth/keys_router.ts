import { router, signedInProcedure } from "../trpc.ts";
import { createMyKey, listMyKeys, revokeMyKey, rotateMyKey } from "./manage_keys.ts";
import {
  createKeyInput,
  done,
  keysOutput,
  listKeysInput,
  newKeyOutput,
  revokeKeyInput,
  rotateKeyInput,
} from "./schema.ts";

export const keysRouter = router({
  list: signedInProcedure
    .input(listKeysInput)
    .output(keysOutput)
    .query(async ({ ctx, input }) => ({ keys: await listMyKeys(ctx, input.all) })),
  create: signedInProcedure
    .input(createKeyInput)
    .output(newKeyOutput)
    .mutation(({ ctx, input }) => createMyKey(ctx, input)),
  rotate: signedInProcedure
    .input(rotateKeyInput)
    .output(newKeyOutput)
    .mutation(({ ctx, input }) => rotateMyKey(ctx, input)),
  revoke: signedInProcedure
    .input(revokeKeyInput)
    .output(done)
    .mutation(({ ctx, input }) => revokeMyKey(ctx, input.id)),
});
