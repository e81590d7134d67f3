//! Role phrases taken apart, and words that only look like one.

use crate::extract::testing::check_roles;

#[test]
fn role_phrases() {
    check_roles(&[
        (
            "The former deputy head of the Institute of Marine Studies, Paul Renwick, agreed.",
            &["Paul Renwick | deputy head | Institute of Marine Studies | former"],
        ),
        (
            "Ananya Bose, a senior research fellow at the Delta Institute, wrote the paper.",
            &["Ananya Bose | senior research fellow | Delta Institute | current"],
        ),
        ("Deputy Chief Economist Frank Oduya was cautious.", &["Frank Oduya | Deputy Chief Economist |  | current"]),
        (
            "Ida Sørensen, an airport protocol officer, saw the plane.",
            &["Ida Sørensen | airport protocol officer |  | current"],
        ),
        (
            "Prime Minister-designate Tove Halvorsen thanked the party.",
            &["Tove Halvorsen | Prime Minister-designate |  | future"],
        ),
        ("The veteran Dutch diplomat Pieter Hoekstra led the talks.", &["Pieter Hoekstra | diplomat | NL | current"]),
        ("His former bodyguard, Dario Conti, gave evidence.", &["Dario Conti | bodyguard |  | former"]),
        ("Dutch diplomat Pieter Hoekstra led the talks.", &["Pieter Hoekstra | diplomat | NL | current"]),
        ("The ex-president of Malawi, Henry Phiri, was ill.", &["Henry Phiri | president | MW | former"]),
        ("China analyst Megan Doyle doubts it.", &["Megan Doyle | China analyst |  | current"]),
        (
            "Dr Kwesi Amoah, chief medical officer at Korle Hospital in Accra, spoke.",
            &["Kwesi Amoah | chief medical officer | Korle Hospital | current"],
        ),
        (
            "Finance Minister Senator Amina Otieno resigned.",
            &["Amina Otieno | Finance Minister |  | current", "Amina Otieno | Senator |  | current"],
        ),
        (
            "The director, Lt Gen (retd) Hamid Rashid-Khan, spoke.",
            &["Hamid Rashid-Khan | director |  | current", "Hamid Rashid-Khan | Lt Gen |  | current"],
        ),
        ("Human rights activist Ana Costa was freed.", &["Ana Costa | Human rights activist |  | current"]),
        ("Chancellor of the Exchequer Ewan Baird spoke.", &["Ewan Baird | Chancellor of the Exchequer |  | current"]),
        ("Peter Wills, the next president of Peru, spoke.", &["Peter Wills | president | PE | future"]),
    ]);
}

#[test]
fn no_role_phrases() {
    check_roles(&[
        ("Paul Renwick wants to head to Lagos.", &[]),
        ("Ananya Bose will chair the session.", &[]),
        ("Frank Oduya pilots a small plane.", &[]),
        ("Ida Sørensen, his sister, saw the plane.", &[]),
        ("The players lead, and Jose Manalo follows.", &[]),
    ]);
}
