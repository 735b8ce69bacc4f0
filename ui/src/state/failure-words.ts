// What a failure says to the person: what happened, to what, and what to do.
import type { Failure } from "../backend/types/Failure";
import type { Field } from "../backend/types/Field";
import type { Limit } from "../backend/types/Limit";
import type { Obstacle } from "../backend/types/Obstacle";
import { m } from "../messages/generated/messages";
import { number, size } from "./figures";

export function failureWords(failure: Failure): string {
  switch (failure.code) {
    case "unsupported":
      if (failure.name === "") return m.failure_unsupported_clipboard();
      return failure.found
        ? m.failure_unsupported_found({ name: failure.name, found: failure.found })
        : m.failure_unsupported({ name: failure.name });
    case "empty":
      return failure.name === "" ? m.failure_empty_clipboard() : m.failure_empty({ name: failure.name });
    case "too_large":
      return m.failure_too_large({
        name: nameOr(failure.name),
        bytes: size(failure.bytes),
        limit: size(failure.limit),
      });
    case "too_complex":
      return m.failure_too_complex({ name: nameOr(failure.name) });
    case "damaged":
      return m.failure_damaged({ name: failure.name });
    case "locked":
      return m.failure_locked({ name: failure.name });
    case "drm":
      return m.failure_drm({ name: failure.name });
    case "old_word":
      return m.failure_old_word({ name: failure.name });
    case "scan":
      return m.failure_scan({ name: failure.name, pages: number(failure.pages) });
    case "beyond_limit":
      return m.failure_beyond_limit({ name: failure.name, limit: limitWords(failure.limit) });
    case "unreadable":
      return m.failure_unreadable({ name: nameOr(failure.name), reason: failure.reason });
    case "not_annotations":
      return m.annotations_failure_none({ name: failure.name });
    case "not_bundle":
      return m.bundles_failure({ name: failure.name });
    case "newer_bundle":
      return m.bundles_failure_newer({ name: failure.name });
    case "too_many_annotations":
      return m.annotations_failure_too_many({
        name: failure.name,
        found: number(failure.found),
        limit: number(failure.limit),
      });
    case "no_article_to_annotate":
      return m.annotations_failure_no_article({ name: failure.name });
    case "refused_address":
      return failure.host === null
        ? m.imports_failure_refused_address({ name: failure.name })
        : m.imports_failure_refused_host({ name: failure.name, host: failure.host });
    case "http":
      return httpWords(failure.status)({ name: failure.name, status: String(failure.status) });
    case "not_a_page":
      return m.imports_failure_not_a_page({
        name: failure.name,
        found: failure.found ?? m.imports_not_a_page_found(),
      });
    case "too_slow":
      return m.imports_failure_too_slow({ name: nameOr(failure.name) });
    case "too_much_memory":
      return m.imports_failure_too_much_memory({ name: nameOr(failure.name) });
    case "crashed":
      return m.imports_failure_crashed({ name: nameOr(failure.name) });
    case "unreachable":
      return obstacleWords(failure.why)({ name: failure.name });
    case "unwritable":
      return m.failure_unwritable({ name: failure.name, reason: failure.reason });
    case "original_encrypted":
      return m.failure_original_encrypted({ name: failure.name });
    case "original_refuses":
      return m.failure_original_refuses({ name: failure.name });
    case "not_copied":
      return m.failure_not_copied({ reason: failure.reason });
    case "too_long":
      return m.failure_too_long({
        field: fieldWords(failure.field),
        length: number(failure.length),
        limit: number(failure.limit),
      });
    case "blank":
      return m.failure_blank({ field: fieldWords(failure.field) });
    case "gone":
      return m.failure_gone();
    case "nothing_selected":
      return m.failure_nothing_selected();
    case "same_place":
      return m.failure_same_place();
    case "in_bin":
      return m.failure_in_bin();
    case "stopped":
      return m.failure_stopped();
    case "several_files":
      return m.failure_several_files();
    case "library_in_use":
      return m.failure_library_in_use({ file: failure.file });
    case "not_a_library":
      return m.failure_not_a_library({ file: failure.file });
    case "library_too_new":
      return m.failure_library_too_new({ file: failure.file });
    case "library_read_only":
      return m.failure_library_read_only({ file: failure.file });
    case "disk_full":
      return m.failure_disk_full({ file: failure.file });
    default:
      // Also any code of a newer app that this screen does not know.
      return m.failure_other({ reason: "reason" in failure ? failure.reason : JSON.stringify(failure) });
  }
}

function obstacleWords(why: Obstacle) {
  return {
    no_host: m.imports_failure_no_host,
    no_answer: m.imports_failure_no_answer,
    certificate: m.imports_failure_certificate,
    redirects: m.imports_failure_redirects,
    proxy: m.imports_failure_proxy,
    broken: m.imports_failure_broken,
  }[why];
}

/** What an answer of the web means to a person. */
function httpWords(status: number) {
  if (status === 404 || status === 410) return m.imports_failure_http_missing;
  if ([401, 402, 403, 407, 429, 451].includes(status)) return m.imports_failure_http_forbidden;
  return m.imports_failure_http;
}

function nameOr(name: string): string {
  return name === "" ? m.the_clipboard() : m.quoted({ words: name });
}

function fieldWords(field: Field): string {
  switch (field) {
    case "title":
      return m.field_title();
    case "quote":
      return m.field_quote();
    case "note":
      return m.field_note();
    case "correction":
      return m.field_correction();
    case "tag":
      return m.field_tag();
    case "tags":
      return m.field_tags();
  }
}

function limitWords(limit: Limit): string {
  switch (limit) {
    case "parts":
      return m.limit_parts();
    case "part_size":
      return m.limit_part_size();
    case "unpacked":
      return m.limit_unpacked();
    case "ratio":
      return m.limit_ratio();
    case "depth":
      return m.limit_depth();
    case "pages":
      return m.limit_pages();
  }
}
