fn main() {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read_to_string(args.next().unwrap()).unwrap();
    let date = args.next().unwrap().parse().unwrap();
    match okr_core::Workspace::from_json(&text) {
        Ok(ws) => {
            let card = ws.score(date);
            println!("{}", card.to_json(&ws).unwrap());
        }
        Err(e) => {
            for f in e.findings() {
                eprintln!("{f}");
            }
            std::process::exit(2)
        }
    }
}
