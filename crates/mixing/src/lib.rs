//! How loud, how wide, how clear each part is; buses, sends, ducking, master.
