// Emoji by Slack's names; the glyphs come from the system's own font.

const TABLE = `
smile 😄|grinning 😀|smiley 😃|grin 😁|joy 😂|slightly_smiling_face 🙂|wink 😉|blush 😊|heart_eyes 😍|sunglasses 😎|
thinking_face 🤔|neutral_face 😐|confused 😕|cry 😢|sob 😭|open_mouth 😮|scream 😱|sweat_smile 😅|relieved 😌|partying_face 🥳|
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|clap 👏|raised_hands 🙌|wave 👋|pray 🙏|muscle 💪|ok_hand 👌|point_right 👉|
point_left 👈|point_up ☝️|point_down 👇|handshake 🤝|eyes 👀|heart ❤️|green_heart 💚|blue_heart 💙|yellow_heart 💛|
tada 🎉|confetti_ball 🎊|trophy 🏆|medal 🏅|first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉|star ⭐|star2 🌟|
sparkles ✨|fire 🔥|rocket 🚀|dart 🎯|100 💯|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|gift 🎁|balloon 🎈|cake 🍰|beers 🍻|coffee ☕|
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|heavy_multiplication_x ✖️|no_entry ⛔|no_entry_sign 🚫|
warning ⚠️|exclamation ❗|question ❓|grey_question ❔|bulb 💡|information_source ℹ️|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|
alarm_clock ⏰|calendar 📅|date 📅|spiral_calendar_pad 🗓️|clipboard 📋|memo 📝|pencil 📝|pencil2 ✏️|pushpin 📌|paperclip 📎|link 🔗|
lock 🔒|unlock 🔓|key 🔑|mag 🔍|gear ⚙️|wrench 🔧|hammer 🔨|package 📦|truck 🚚|inbox_tray 📥|outbox_tray 📤|email 📧|envelope ✉️|
phone 📞|telephone_receiver 📞|iphone 📱|computer 💻|books 📚|book 📖|newspaper 📰|file_folder 📁|open_file_folder 📂|page_facing_up 📄|
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|moneybag 💰|euro 💶|dollar 💵|pound 💷|credit_card 💳|receipt 🧾|
briefcase 💼|office 🏢|factory 🏭|house 🏠|earth_africa 🌍|earth_americas 🌎|globe_with_meridians 🌐|sunny ☀️|sunrise 🌅|cloud ☁️|umbrella ☔|
snowflake ❄️|zap ⚡|rainbow 🌈|seedling 🌱|four_leaf_clover 🍀|palm_tree 🌴|mountain ⛰️|running 🏃|bust_in_silhouette 👤|busts_in_silhouette 👥|
robot_face 🤖|speech_balloon 💬|thought_balloon 💭|recycle ♻️|repeat 🔁|arrows_counterclockwise 🔄|arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|
arrow_left ⬅️|arrow_upper_right ↗️|arrow_lower_right ↘️|small_red_triangle 🔺|small_red_triangle_down 🔻|red_circle 🔴|large_orange_circle 🟠|
large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_green_square 🟩|large_yellow_square 🟨|
large_red_square 🟥|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|crown 👑|gem 💎|checkered_flag 🏁|triangular_flag_on_post 🚩|flag-si 🇸🇮|flag-ke 🇰🇪|flag-tz 🇹🇿
`;

const BY_NAME = new Map(TABLE.split("|").map((pair) => pair.trim()).filter(Boolean).map((pair) => {
  const cut = pair.indexOf(" ");
  return [pair.slice(0, cut), pair.slice(cut + 1)];
}));

/** The glyph of a name without colons; undefined where this table does not know it. */
export function emoji(name) {
  return BY_NAME.get(name.replace(/::skin-tone-\d$/, ""));
}

/** Every [name, glyph], each glyph once, for choosing a reaction. */
export function allEmoji() {
  const seen = new Set();
  return [...BY_NAME].filter(([, glyph]) => !seen.has(glyph) && seen.add(glyph));
}

/** Those offered first, as Slack offers the ones used most. */
export const QUICK = ["white_check_mark", "eyes", "raised_hands"];

/** Replaces `:name:` in plain text by its glyph, for plain_text objects with `emoji: true`. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
}
