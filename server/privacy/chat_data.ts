import { eraseChats, exportChats } from "../../db/mod.ts";
import type { PersonalData } from "./personal_data.ts";

/** Conversations. The record of questions keeps that one was asked, by the pseudonym, not its text. */
export const CHAT_DATA: PersonalData = {
  section: "chats",
  collect: (db, userId) => exportChats(db, ownerOf(userId)),
  async erase(tx, { userId, pseudonym }) {
    await eraseChats(tx, { owner: ownerOf(userId), pseudonym: ownerOf(pseudonym) });
  },
};

function ownerOf(userId: string): string {
  return `person:${userId}`;
}
